"""Verbs on one object, `POST /api/v1/applications/{id}/accept/`, as a table: name, shape, operation, answer."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from barter.kernel.actors import Actor
from barter.kernel.api.serializers import StrictSerializer, parsed
from barter.kernel.api.views import BarterView, json
from deals.api import docs
from deals.api.access import actor_for, applications, caller, collaborations, found
from deals.api.representations import application_data, collaboration_data


class NoBody(StrictSerializer):
    """This verb takes no values."""


Act = Callable[[Any, Actor, dict[str, Any]], Any]


def application_verb(
    verb: str,
    act: Act,
    title: str,
    detail: str,
    shape: type[StrictSerializer] = NoBody,
    example: dict[str, Any] | None = None,
) -> type[BarterView]:
    """A view that makes one move of an application and answers with it, as the caller's side sees it."""

    class View(BarterView):
        @extend_schema(**docs.application_move(verb, title, detail, shape, example))
        def post(self, request: Request, application_id: str) -> HttpResponse:
            application = found(applications(caller(request)), application_id)
            actor = actor_for(application, application.deal.brand_id, caller(request))
            act(application, actor, parsed(shape, request))
            fresh = found(applications(caller(request)), application_id)
            return json(application_data(fresh, caller(request)))

    return _named(View, "Application", verb)


def collaboration_verb(
    verb: str,
    act: Act,
    title: str,
    detail: str,
    shape: type[StrictSerializer] = NoBody,
    example: dict[str, Any] | None = None,
) -> type[BarterView]:
    """A view that makes one move of a collaboration and answers with it, as the caller's side sees it."""

    class View(BarterView):
        @extend_schema(**docs.collaboration_move(verb, title, detail, shape, example))
        def post(self, request: Request, collaboration_id: str) -> HttpResponse:
            collaboration = found(collaborations(caller(request)), collaboration_id)
            actor = actor_for(collaboration, collaboration.brand_id, caller(request))
            act(collaboration, actor, parsed(shape, request))
            fresh = found(collaborations(caller(request)), collaboration_id)
            return json(collaboration_data(fresh, caller(request)))

    return _named(View, "Collaboration", verb)


def _named(view: type[BarterView], noun: str, verb: str) -> type[BarterView]:
    view.__name__ = view.__qualname__ = noun + "".join(part.title() for part in verb.split("-")) + "View"
    return view
