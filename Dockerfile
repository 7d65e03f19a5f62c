# Palpate in a container: the same steps as bin/serve on a bare machine, done once.
FROM python:3.11-slim-bookworm

WORKDIR /palpate
COPY bin bin
COPY requirements.txt .
RUN bash -c 'set -eu; . bin/environment.sh; prepare requirements.txt' \
 && rm -rf /var/lib/apt/lists/* /root/.cache

COPY . .
RUN useradd --uid 10001 --no-create-home palpate \
 && install --directory --owner palpate --group palpate --mode 700 instance
USER palpate
ENV HOST=0.0.0.0 PORT=8000 PYTHONDONTWRITEBYTECODE=1
VOLUME /palpate/instance
EXPOSE 8000
HEALTHCHECK --interval=10s --start-period=20s \
  CMD ["python3", "-c", "import urllib.request as ask; ask.urlopen('http://127.0.0.1:8000/healthz', timeout=5)"]
CMD ["./bin/serve"]
