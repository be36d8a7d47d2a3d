"""The page at /api: the OpenAPI description as pure HTML, each operation with its fields and an example."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from assistant.web.render import safe

QUESTION = {"question": "How many paid days may I take for a sick child?"}
TOOLS = (
    ("ask", "Answer a question from the documents, with the exact words that the answer rests on."),
    ("sources", "Read a passage whole."),
    ("documents", "List the documents with their standing."),
)
Schema = Mapping[str, Any]


def page(described: Schema, home: str, example: tuple[str, str]) -> str:
    """The whole body. `home` is this server's address; `example` a document's key and the id of one of its passages."""
    parts = [
        f"<h1>For other programs</h1><p>{_words(described['info']['description'])}</p>",
        '<p>The same for machines: <a href="/api/v1/openapi.json">the OpenAPI description</a>.</p>',
    ]
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            parts.append(_operation(described, home, (method, path, operation), example))
    return "".join([*parts, _tools(home)])


def _words(text: str) -> str:
    """A description with the names of fields, which stand between back quotes, as code."""
    return "".join(
        f"<code>{safe(part)}</code>" if number % 2 else safe(part) for number, part in enumerate(text.split("`"))
    )


def _operation(described: Schema, home: str, asked: tuple[str, str, Schema], example: tuple[str, str]) -> str:
    method, path, operation = asked
    body = _schema_of(operation.get("requestBody", {}))
    sent = [*_parameters(described, operation), *(_fields(described, body) if body else ())]
    good = operation["responses"]["200"]
    statuses = "".join(
        f"<li>{safe(status)}: {safe(response['description'])}</li>"
        for status, response in operation["responses"].items()
        if status != "200"
    )
    address = home + path.replace("{build}", "current").replace("{passage_id}", quote(example[1], safe="/@"))
    address = address.replace("{id}", quote(example[0], safe="@"))
    name = f"{method.upper()} {path}"
    return (
        f"<section><h2><code>{safe(name)}</code></h2><p>{_words(operation.get('description', ''))}</p>"
        f"{_table('What is sent', name, sent, required=True)}"
        f"{_table('What is answered', name, [*_fields(described, _schema_of(good))])}"
        f"{f'<p>Instead of an answer (200):</p><ul>{statuses}</ul>' if statuses else ''}"
        f"<h3>Example with curl</h3><pre>{safe(_curl(address, bool(body)))}</pre>"
        f"<h3>Example with Python</h3><pre>{safe(_python(address, bool(body)))}</pre></section>"
    )


def _curl(address: str, posted: bool) -> str:
    sent = f" -H 'Content-Type: application/json' -d '{json.dumps(QUESTION)}'" if posted else ""
    return f"curl -s{sent} '{address}'"


def _python(address: str, posted: bool) -> str:
    call = f'httpx.post("{address}", json={json.dumps(QUESTION)})' if posted else f'httpx.get("{address}")'
    return f"import httpx\n\nprint({call}.json())"


def _table(caption: str, name: str, rows: list[tuple[str, str, str, bool]], *, required: bool = False) -> str:
    if not rows:
        return ""
    body = "".join(
        f'<tr><th scope="row"><code>{safe(name)}</code></th><td>'
        f"{safe(kind)}{', required' if required and needed else ''}</td><td>{safe(words)}</td></tr>"
        for name, kind, words, needed in rows
    )
    head = '<tr><th scope="col">Field</th><th scope="col">Kind</th><th scope="col">What it is</th></tr>'
    return (
        f'<div class="wide" role="region" aria-label="{safe(f"{name}: {caption.lower()}")}" tabindex="0">'
        f"<table><caption>{caption}</caption><thead>{head}</thead><tbody>{body}</tbody></table></div>"
    )


def _schema_of(part: Schema) -> Schema:
    found: Schema = part.get("content", {}).get("application/json", {}).get("schema", {})
    return found


def _parameters(described: Schema, operation: Schema) -> Iterator[tuple[str, str, str, bool]]:
    for item in operation.get("parameters", ()):
        yield item["name"], f"{_kind(described, item['schema'])} in the address", "", item["required"]


def _resolved(described: Schema, schema: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Schema = described["components"]["schemas"][reference.rsplit("/", 1)[-1]]
    return found


def _fields(described: Schema, schema: Schema, before: str = "") -> Iterator[tuple[str, str, str, bool]]:
    """Name, kind, words and whether it is required, of every field; those of inner objects after a dot."""
    whole = _resolved(described, schema)
    for name, field in whole.get("properties", {}).items():
        needed = name in whole.get("required", ())
        yield f"{before}{name}", _kind(described, field), field.get("description", ""), needed
        inner = field.get("items", field)
        if "$ref" in inner:
            yield from _fields(described, inner, f"{before}{name}{'[]' if 'items' in field else ''}.")


def _kind(described: Schema, schema: Schema) -> str:
    if "anyOf" in schema:
        return " or ".join(_kind(described, item) for item in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_kind(described, schema['items'])}"
    if "$ref" in schema:
        return "object"
    return str(schema.get("format") or schema.get("type", "anything"))


def _tools(home: str) -> str:
    """What a language model may use."""
    listed = "".join(f"<li><code>{name}</code>: {words}</li>" for name, words in TOOLS)
    settings = json.dumps({"mcpServers": {"trust-documents": {"type": "http", "url": f"{home}/mcp"}}}, indent=2)
    return (
        "<section><h2>For language models (MCP)</h2><p>The same as tools, over the Model Context Protocol with "
        f"streamable HTTP, at <code>{safe(home)}/mcp</code>:</p><ul>{listed}</ul><h3>Settings of many clients</h3>"
        f"<pre>{safe(settings)}</pre></section>"
    )
