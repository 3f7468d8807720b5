# notelint in a container: no network, no root, a read-only file system. docs/ci.md says how to run it.
# 3.12 is the latest Python for which every library with a C extension has a wheel; the slim image has no compiler.
ARG PYTHON_VERSION=3.12.12

FROM python:${PYTHON_VERSION}-slim-bookworm AS build
ARG EXTRAS=batch,documents,pdf
WORKDIR /build
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY patterns patterns
COPY src src
RUN python -m venv /opt/notelint \
    && /opt/notelint/bin/pip install --no-cache-dir -c constraints.txt ".[${EXTRAS}]" \
    && /opt/notelint/bin/notelint --version --verbose

FROM python:${PYTHON_VERSION}-slim-bookworm
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="notelint" \
      org.opencontainers.image.description="A linter for operative notes of microvascular bone grafts" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin notelint
COPY --from=build /opt/notelint /opt/notelint
# Modules were compiled when they were installed; imported CMS tables are a volume of their own.
ENV PATH=/opt/notelint/bin:$PATH \
    NOTELINT_DATA=/data \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUTF8=1
USER 10001:10001
WORKDIR /notes
# Process 1 ignores SIGTERM; SIGINT ends notelint at once and removes half-written files.
STOPSIGNAL SIGINT
ENTRYPOINT ["notelint"]
CMD ["--help"]
