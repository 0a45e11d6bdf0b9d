"""The OpenAPI 3.1 description of what programs can read. A contract test holds every answer to it."""

Schema = dict[str, object]
EDITION = "1"
"""Of the answers: a key that changes its meaning is another edition."""

COUNT: Schema = {"type": "integer", "minimum": 0}
HIDDEN_COUNT: Schema = {"type": ["integer", "null"], "minimum": 0, "description": "People; null where it is hidden."}
TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
FINGERPRINT: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256 in hex."}
POINTS: Schema = {
    "type": ["string", "null"],
    "pattern": r"^\d{1,3}\.\d{2}$",
    "description": "Points 0 to 100 with two decimals, half-up; null where hidden or undefined.",
}
FRACTION: Schema = {
    "type": ["array", "null"],
    "items": {"type": ["integer", "null"]},
    "minItems": 2,
    "maxItems": 2,
    "description": "[numerator, denominator]; null where hidden or undefined (nobody rated).",
}


def _object(properties: dict[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    """An object of exactly these properties, `optional` ones now and then."""
    needed = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": needed, "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_FIGURES: dict[str, Schema] = {"strict_rate": FRACTION, "broad_rate": FRACTION, "score": POINTS}
_COUNTED: dict[str, Schema] = {
    "counts": {"type": "object", "additionalProperties": HIDDEN_COUNT, "description": "Votes by level id."},
    "abstained": HIDDEN_COUNT,
    "effective": HIDDEN_COUNT,
    **_FIGURES,
}
_SUPPRESSED: Schema = {"const": True, "description": "The group is too small to publish."}

SCHEMAS: dict[str, Schema] = {
    "Error": _object({"status": {"type": "integer"}, "message": TEXT}),
    "Campaigns": _object(
        {
            "campaigns": _list(
                _object(
                    {
                        "id": TEXT,
                        "name": TEXT,
                        "form": _object({"id": TEXT, "edition": TEXT, "fingerprint": FINGERPRINT}),
                        "rules": FINGERPRINT,
                        "published": COUNT,
                    }
                )
            )
        }
    ),
    "ClassFigures": _object({"class": TEXT, **_COUNTED, "suppressed": _SUPPRESSED}, optional=("suppressed",)),
    "Item": _object(
        {
            "item": TEXT,
            **_COUNTED,
            "suppressed": _SUPPRESSED,
            "classes": _list(_ref("ClassFigures")),
            "weighted": _object({**_FIGURES, "suppressed": _SUPPRESSED}, optional=("suppressed",)),
        },
        optional=("suppressed", "classes", "weighted"),
    ),
    "Condition": _object(
        {"id": TEXT, "value": FRACTION, "relation": TEXT, "threshold": FRACTION, "met": {"type": "boolean"}}
    ),
    "Grade": _object(
        {
            "proposed": {"enum": ["model", "standard", "ordinary", "undecided"]},
            "confirmed": {"enum": ["model", "standard", "ordinary", None]},
            "reason": MAYBE_TEXT,
            "decider": MAYBE_TEXT,
            "why": _list(_ref("Condition")),
        }
    ),
    "Community": _object(
        {
            "community": TEXT,
            "meeting": MAYBE_TEXT,
            **dict.fromkeys(("issued", "returned", "valid", "spoiled"), COUNT),
            "classes": _list(
                _object(
                    {
                        "class": TEXT,
                        **dict.fromkeys(("issued", "returned", "valid"), HIDDEN_COUNT),
                        "suppressed": _SUPPRESSED,
                    },
                    optional=("suppressed",),
                )
            ),
            "subjects": _list(_object({"kind": TEXT, "name": TEXT, "items": _list(_ref("Item"))})),
            "grade": _ref("Grade"),
        },
        optional=("classes",),
    ),
    "Results": _object(
        {
            "campaign": TEXT,
            "rules": _object({"name": TEXT, "version": TEXT, "fingerprint": FINGERPRINT}),
            "classes": _list(
                _object(
                    {
                        "class": TEXT,
                        "words": {"type": "object", "additionalProperties": TEXT},
                        "weight": MAYBE_TEXT,
                    }
                )
            ),
            "communities": _list(_ref("Community")),
        },
        optional=("classes",),
    ),
    "Record": {
        "type": "object",
        "required": ["record", "campaign", "meeting", "subjects", "receipts"],
        "description": "The published record; docs/verify.md says what is in it. Its bytes are those that are hashed.",
    },
}


def description() -> dict[str, object]:
    """The whole description as JSON values."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Minxin 民心秤: published results",
            "version": EDITION,
            "description": "Read-only. Only what is published; figures of groups too small to publish are null.",
        },
        "security": [{"token": []}],
        "paths": {
            "/api/openapi.json": {
                "get": {
                    "operationId": "describe",
                    "summary": "This description.",
                    "security": [],
                    "responses": {"200": _answer("The description.", {"type": "object"})},
                }
            },
            "/api/campaigns": _path("campaigns", "Campaigns of which something is published.", "Campaigns"),
            "/api/campaigns/{campaign_id}/results": _path(
                "results", "Everything published about one campaign.", "Results", "campaign_id"
            ),
            "/api/meetings/{meeting_id}/record": _path(
                "record", "The published record of one meeting, byte for byte.", "Record", "meeting_id"
            ),
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "Scope: read results."}},
            "schemas": SCHEMAS,
        },
    }


def _path(name: str, summary: str, schema: str, parameter: str = "") -> Schema:
    """One address that is read with a token; `parameter` is the id in it."""
    responses = {"200": _answer(summary, _ref(schema)), "401": _answer("No token in use was sent.", _ref("Error"))}
    if parameter:
        responses["404"] = _answer("There is none with this id.", _ref("Error"))
        responses["409"] = _answer("It is not published.", _ref("Error"))
    get: Schema = {"operationId": name, "summary": summary, "responses": responses}
    if parameter:
        schema_of_id: Schema = {"type": "string", "minLength": 1, "maxLength": 20, "pattern": "^[a-z0-9]+$"}
        get["parameters"] = [{"name": parameter, "in": "path", "required": True, "schema": schema_of_id}]
    return {"get": get}


def _answer(says: str, schema: Schema) -> Schema:
    return {"description": says, "content": {"application/json": {"schema": schema}}}
