"""The list of the pages that look across recommendations."""

from django.http import HttpResponse
from django.shortcuts import render

from tracker.web.doors import Request, door


@door("GET")
def index(request: Request) -> HttpResponse:
    return render(request, "tracker/insight/index.html", {})
