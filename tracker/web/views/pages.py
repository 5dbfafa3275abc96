"""Pages that say the same to everybody: help, accessibility, privacy."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/help.html", {"came_from": _path(request.GET.get("from", ""))})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


def _path(text: str) -> str:
    """Return an address of this service to quote on the page, and nothing else that a link may carry."""
    return text[:200] if text.startswith("/") and not text.startswith("//") else ""
