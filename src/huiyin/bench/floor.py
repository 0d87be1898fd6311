"""The bare floor: the least that any Django could do for the same work, served beside the product while measuring."""

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from huiyin.cases.models import Case
from huiyin.flow.ids import uuid7
from huiyin.flow.times import now

CREATE, LISTING = "bench/floor/create/", "bench/floor/list/"
ROWS = 50
TABLES = """
    CREATE TABLE IF NOT EXISTS bench_floor (id text PRIMARY KEY, title text, body text, at timestamp);
    CREATE TABLE IF NOT EXISTS bench_floor_audit (id text PRIMARY KEY, floor_id text, what text, at timestamp);
"""
INSERT_ROW = "INSERT INTO bench_floor (id, title, body, at) VALUES (%s, %s, %s, %s)"
INSERT_AUDIT = "INSERT INTO bench_floor_audit (id, floor_id, what, at) VALUES (%s, %s, %s, %s)"
COLUMNS = ("number", "title", "channel", "category", "state", "due_at", "received_at")


def make_tables() -> None:
    """Make the two tables of the floor in the throw-away database."""
    with connection.cursor() as cursor:
        for statement in TABLES.split(";"):
            if statement.strip():
                cursor.execute(statement)


@csrf_exempt
def create(request: HttpRequest) -> HttpResponse:
    """Insert one row and one audit row in one transaction."""
    key, at = str(uuid7()), now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(INSERT_ROW, [key, "路灯不亮", "柳巷路口路灯不亮", at])
        cursor.execute(INSERT_AUDIT, [str(uuid7()), key, "create", at])
    return JsonResponse({"id": key}, status=201)


def listing(request: HttpRequest) -> HttpResponse:
    """Show fifty rows to somebody who is signed in: session, user and posts are loaded, as on any page."""
    if not request.user.is_authenticated:
        return HttpResponse(status=401)
    rows = Case.objects.order_by("-received_at", "-id").values(*COLUMNS)[:ROWS]
    return HttpResponse(render_to_string("bench/floor.html", {"rows": rows, "name": request.user.get_username()}))


urlpatterns = [
    path(CREATE, create),
    path(LISTING, listing),
    path("", include("huiyin.config.urls")),
]
