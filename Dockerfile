# The wiki as an image; docs/deployment.md says how to run it.
#
# Base images are named by their exact release and without a digest. The release is what the tests ran on; under the same
# name its publisher renews the packages of Debian below it, so building again takes in security fixes, which a digest
# would keep out until somebody changed it by hand. What comes from Python's index is pinned by hashes.

FROM python:3.11.15-slim-trixie AS python
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /opt/commonplace


# Makes the environment and the static files. Nothing of this stage is kept but what the next one copies.
FROM python AS build
ENV PIP_CACHE_DIR=/var/cache/pip
COPY requirements.run.lock ./
# Only wheels: no compiler is needed, and no package runs code of its own while it is installed. The cache is a mount and
# becomes part of no layer.
# hadolint ignore=DL3042
RUN --mount=type=cache,target=/var/cache/pip \
    python -m venv --without-pip /opt/venv && \
    pip --python /opt/venv/bin/python install --no-input --disable-pip-version-check \
      --require-hashes --no-deps --only-binary :all: -r requirements.run.lock
COPY manage.py gunicorn.conf.py LICENSE ./
COPY accounts ./accounts/
COPY wiki ./wiki/
COPY templates ./templates/
COPY static ./static/
COPY docs/markup.md ./docs/
COPY deploy/healthcheck.py ./deploy/
# The key that the settings make goes with its folder. Bytecode is compiled here, for nobody can write it later.
RUN DATA_DIR=/tmp/data python manage.py collectstatic --no-input --verbosity 0 && \
    rm -r /tmp/data && \
    python -m compileall -q --invalidation-mode unchecked-hash accounts wiki manage.py deploy


FROM python
LABEL org.opencontainers.image.title="Commonplace" \
      org.opencontainers.image.description="A collaborative wiki for concepts" \
      org.opencontainers.image.licenses="MIT"
# The number is fixed, so that the owner of a volume stays the same from one image to the next.
RUN groupadd --gid 10001 wiki && \
    useradd --uid 10001 --gid wiki --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin wiki && \
    install --directory --owner wiki --group wiki --mode 0700 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/commonplace ./
ENV DATA_DIR=/data
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["python", "deploy/healthcheck.py"]
CMD ["python", "-m", "gunicorn", "wiki.wsgi", "--bind", "0.0.0.0:8000"]
