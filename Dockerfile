# One image for web, worker, poller and schedule; the command says which (docker-compose.yml).
FROM python:3.11-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
ENV UV_PROJECT_ENVIRONMENT=/app/.venv UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --frozen --no-default-groups --no-install-project
COPY . .
RUN uv sync --frozen --no-default-groups

FROM python:3.11-slim-bookworm
RUN apt-get update && apt-get install -y --no-install-recommends libreoffice-writer unar fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* && useradd --create-home --uid 1000 laigao && install -d -o laigao -g laigao /data /certificates
COPY --from=build --chown=root:root /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH LAIGAO_DATA_DIR=/data PYTHONUNBUFFERED=1
USER laigao
VOLUME /data
EXPOSE 8000
CMD ["laigao", "web", "--bind", "0.0.0.0:8000"]
