"""Asking a routing server: one request, and every way in which it can go wrong as one kind of fault."""

from typing import Any

import httpx

from console.travel.base import TravelServerError, TravelServerRefusedError


async def answer(client: httpx.AsyncClient, name: str, request: httpx.Request) -> dict[str, Any]:
    """The JSON object that the server answers.

    Raises:
        TravelServerRefusedError: it answered that it will not (status 4xx).
        TravelServerError: it did not answer, or not with a JSON object.
    """
    try:
        response = await client.send(request)
    except httpx.TimeoutException as fault:
        raise TravelServerError(f"{name} did not answer in time") from fault
    except httpx.HTTPError as fault:
        # The fault's own text can hold the whole address with its coordinates, which belongs in no log.
        raise TravelServerError(f"{name} cannot be reached ({type(fault).__name__})") from fault
    if 400 <= response.status_code < 500:
        raise TravelServerRefusedError(f"{name} refused the question (status {response.status_code}{_why(response)})")
    if response.status_code != 200:
        raise TravelServerError(f"{name} answered with status {response.status_code}")
    body = _json(response)
    if not isinstance(body, dict):
        raise TravelServerError(f"{name} answered something that is no JSON object")
    return body


def _json(response: httpx.Response) -> object:
    try:
        return response.json()
    except (ValueError, UnicodeDecodeError, RecursionError):
        return None


def _why(response: httpx.Response) -> str:
    """The server's short code for its refusal (OSRM: NoSegment; Valhalla: 171); its prose may name coordinates."""
    body = _json(response)
    code = body.get("code", body.get("error_code")) if isinstance(body, dict) else None
    return f", {str(code)[:30]}" if code is not None else ""
