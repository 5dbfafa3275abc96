# One image for web, worker, beat and the migrations; compose.yaml says which does what.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /service

COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt

RUN useradd --system --uid 10001 --home-dir /service service \
 && install -d -o service -g service var var/media
COPY --chown=root:root . .
# Each report is read in a fresh process, which would compile the reader anew: nobody may write beside the code.
RUN python -m compileall -q config inspections tracker manage.py

USER service
# Any key will do: static files do not depend on it.
RUN SECRET_KEY=build-only python manage.py collectstatic --noinput

ENV HOST=0.0.0.0 PORT=8000
EXPOSE 8000
CMD ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
