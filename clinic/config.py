"""Settings: read once from the environment, checked, and refused with words."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
LEAST_SECRET = 32
LAST_PORT = 65535
LEAST_WORKERS, MOST_WORKERS = 4, 12
MOST_A_MINUTE = 1_000_000


class WrongSettings(Exception):
    """The environment holds settings Palpate cannot start with; the message names each."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that is set from outside."""

    database_url: str
    database_owner_url: str | None
    secret_key: str
    mail_url: str
    base_url: str
    host: str
    port: int
    token_requests_per_minute: int
    public_requests_per_minute: int
    instance: Path

    @property
    def trusted_hosts(self) -> list[str]:
        """Hosts a request may name: the one of BASE_URL and this machine's own."""
        named = urlsplit(self.base_url).hostname or "localhost"
        return sorted({named, "localhost", "127.0.0.1"})

    @property
    def is_for_this_machine_alone(self) -> bool:
        """Whether nobody else can reach it: it listens, and is addressed, on loopback only."""
        return _is_loopback(self.host) and _is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def workers(self) -> int:
        """How many processes serve; each has one thread (MEASURED C2)."""
        return max(LEAST_WORKERS, min(2 * (os.cpu_count() or 1), MOST_WORKERS))

    @property
    def printing_slots(self) -> int:
        """How many of them may wait for a PDF: half, so that the others go on answering."""
        return self.workers // 2

    @classmethod
    def from_env(cls, environ: Mapping[str, str], instance: Path | None = None) -> "Config":
        """Read the settings; make and keep a secret on the first run.

        Raises:
            WrongSettings: with one line per wrong setting.

        """
        problems: list[str] = []
        folder = instance or ROOT / "instance"
        host = environ.get("HOST", "").strip() or "127.0.0.1"
        port = _port(environ.get("PORT", "").strip() or "8000", problems)
        base_url = (environ.get("BASE_URL", "").strip() or _own_url(host, port)).rstrip("/")
        _check_base_url(base_url, host, problems)
        url = environ.get("DATABASE_URL", "").strip() or f"sqlite:///{folder / 'palpate.db'}"
        owner = environ.get("DATABASE_OWNER_URL", "").strip() or None
        _check_database("DATABASE_URL", url, problems)
        if owner is not None:
            _check_owner(owner, url, problems)
        given = environ.get("SECRET_KEY", "")
        if given and len(given) < LEAST_SECRET:
            problems.append(f"SECRET_KEY: at least {LEAST_SECRET} characters, or leave it out.")
        mail = environ.get("MAIL_URL", "").strip() or f"file://{folder / 'outbox'}"
        if urlsplit(mail).scheme not in {"file", "smtp", "smtps"}:
            problems.append("MAIL_URL: must begin with smtp://, smtps:// or file://.")
        pace = _pace("TOKEN_REQUESTS_PER_MINUTE", "6000", environ, problems)
        public_pace = _pace("PUBLIC_REQUESTS_PER_MINUTE", "60", environ, problems)
        if problems:
            raise WrongSettings("\n".join(problems))
        return cls(
            database_url=url,
            database_owner_url=owner,
            secret_key=given or _kept_secret(folder),
            mail_url=mail,
            base_url=base_url,
            host=host,
            port=port,
            token_requests_per_minute=pace,
            public_requests_per_minute=public_pace,
            instance=folder,
        )


def _own_url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _port(text: str, problems: list[str]) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= LAST_PORT:
        return int(text)
    problems.append(f"PORT: a number from 1 to {LAST_PORT}, not {text!r}.")
    return 8000


def _pace(name: str, default: str, environ: Mapping[str, str], problems: list[str]) -> int:
    text = environ.get(name, "").strip() or default
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_A_MINUTE:
        return int(text)
    problems.append(f"{name}: 1 to {MOST_A_MINUTE}, not {text!r}.")
    return MOST_A_MINUTE


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _check_base_url(base_url: str, host: str, problems: list[str]) -> None:
    try:
        parts = urlsplit(base_url)
        named = parts.hostname
        _ = parts.port
    except ValueError:
        named, parts = None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not named or parts.query or parts.fragment:
        problems.append("BASE_URL: must be an address like https://palpate.example.org.")
    elif not _is_loopback(host) and parts.scheme != "https":
        problems.append(
            f"BASE_URL: HOST is {host}, so other machines can reach Palpate, and patients' records "
            "may not travel in the clear. Put a web server that ends https in front (Caddy gets a "
            "certificate by itself: `caddy reverse-proxy --from clinic.example.org --to :8000`) "
            "and set BASE_URL=https://clinic.example.org. To try Palpate on this machine alone, "
            "leave HOST out."
        )


def _check_database(name: str, url: str, problems: list[str]) -> None:
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        problems.append(f"{name}: must begin with sqlite:/// or postgresql+psycopg://.")


def _check_owner(owner: str, url: str, problems: list[str]) -> None:
    if not owner.startswith("postgresql+psycopg://") or url.startswith("sqlite"):
        problems.append("DATABASE_OWNER_URL: only with PostgreSQL, as postgresql+psycopg://.")


def _kept_secret(folder: Path) -> str:
    """Read the secret kept in the instance folder, or make it, readable by the owner alone."""
    kept = folder / "secret_key"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = folder / f".secret_key.{secrets.token_hex(4)}"
    if not kept.exists():
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            # a hard link fails where the file is there already: two first starts keep one secret
            kept.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    secret = kept.read_text(encoding="ascii").strip()
    if len(secret) < LEAST_SECRET:
        raise WrongSettings(f"{kept}: the kept secret is damaged; restore it from a backup.")
    return secret
