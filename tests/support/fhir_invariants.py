"""The invariants of FHIR R4 (4.0.1) that neither its JSON Schema nor the library checks, by their keys in the definitions.

DetectedIssue, OperationOutcome, Provenance, Device and DocumentReference have no invariants of their own in R4: those of every
resource (dom-), element (ele-, ref-) and data type (att-, txt-) apply. Task has inv-1 and tsk-1, Bundle bdl-1 to bdl-12.
"""

from __future__ import annotations

import re
from itertools import pairwise

_TAG = re.compile(
    r"a|b|br|caption|cite|code|col|colgroup|dd|dfn|div|dl|dt|em|h1|h2|h3|h4|h5|h6|hr|i"
    r"|img|li|ol|p|pre|q|samp|small|span|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|ul|var"
)
_URN = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def broken(resource):
    """The keys of the invariants that a resource breaks, sorted."""
    kind = resource["resourceType"]
    found = {key for element in elements(resource) for key in _of_element(element, resource)}
    if kind == "Bundle":
        found |= {key for key, holds in _of_bundle(resource).items() if not holds}
        for entry in resource.get("entry", []):
            found |= set(broken(entry["resource"])) if "resource" in entry else set()
    else:
        found |= {key for key, holds in _of_resource(resource).items() if not holds}
    if kind == "Task":
        found |= {key for key, holds in _of_task(resource).items() if not holds}
    return sorted(found)


def elements(value):
    """Every element below a value, without those of resources inside it."""
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if not (isinstance(child, dict) and "resourceType" in child):
            yield child
            yield from elements(child)


def _of_element(element, resource):
    """ele-1: no element is empty. ref-1: a local reference has its contained resource. att-1: data have a media type."""
    if element in ({}, [], "", None):
        yield "ele-1"
    if not isinstance(element, dict):
        return
    reference = element.get("reference")
    inside = {f"#{one.get('id')}" for one in resource.get("contained", [])}
    if isinstance(reference, str) and reference.startswith("#") and reference not in inside:
        yield "ref-1"
    if "data" in element and "contentType" not in element and element.keys() & {"title", "url", "size", "hash", "creation"}:
        yield "att-1"
    if "extension" in element and any(key.startswith("value") for key in element) and "url" in element:
        yield "ext-1"


def _of_resource(resource):
    contained = resource.get("contained", [])
    div = resource.get("text", {}).get("div", "")
    tags = {name.lower() for name in re.findall(r"</?([A-Za-z][\w-]*)", div)}
    events = re.search(r"<[^>]*\s(?:on\w+\s*=|href\s*=\s*[\"']?\s*javascript)", div, re.IGNORECASE)
    return {
        "dom-2": not any("contained" in one for one in contained),
        "dom-3": all(f'"#{one.get("id")}"' in str(resource).replace("'", '"') for one in contained),
        "dom-4": not any({"versionId", "lastUpdated"} & one.get("meta", {}).keys() for one in contained),
        "dom-5": not any("security" in one.get("meta", {}) for one in contained),
        "dom-6": bool(div),
        "txt-1": all(map(_TAG.fullmatch, tags)) and not events,
        "txt-2": not div or bool(re.sub(r"<[^>]*>", "", div).strip()) or "<img" in div,
    }


def _of_task(task):
    codings = task.get("code", {}).get("coding", [])
    fulfils = any(one.get("code") == "fulfill" for one in codings)
    return {
        "inv-1": "lastModified" not in task or "authoredOn" not in task or task["lastModified"] >= task["authoredOn"],
        "tsk-1": "restriction" not in task or (fulfils and "focus" in task),
    }


def _of_bundle(bundle):
    kind, entries = bundle.get("type"), bundle.get("entry", [])
    urls = [(entry["fullUrl"], entry.get("resource", {}).get("meta", {}).get("versionId", "")) for entry in entries
            if "fullUrl" in entry]  # fmt: skip
    first = entries[0].get("resource", {}).get("resourceType") if entries else None
    asked, told = kind in {"batch", "transaction", "history"}, kind in {"batch-response", "transaction-response", "history"}
    named = bundle.get("identifier", {})
    return {
        "bdl-1": "total" not in bundle or kind in {"searchset", "history"},
        "bdl-2": kind == "searchset" or not any("search" in entry for entry in entries),
        "bdl-3": all(("request" in entry) == asked for entry in entries),
        "bdl-4": all(("response" in entry) == told for entry in entries),
        "bdl-5": all(entry.keys() & {"resource", "request", "response"} for entry in entries),
        "bdl-7": kind == "history" or all(one != other for one, other in pairwise(sorted(urls))),
        "bdl-8": not any("/_history/" in url for url, _ in urls),
        "bdl-9": kind != "document" or {"system", "value"} <= named.keys(),
        "bdl-10": kind != "document" or "timestamp" in bundle,
        "bdl-11": kind != "document" or first == "Composition",
        "bdl-12": kind != "message" or first == "MessageHeader",
    }


def unresolved(bundle):
    """References and targets of a Bundle that lead to no entry of it or to another type, and fullUrls that are no UUID."""
    kinds = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in bundle.get("entry", [])}
    wrong = [name for name in kinds if not _URN.fullmatch(name)]
    told = [element for entry in bundle.get("entry", []) for element in elements(entry["resource"]) if isinstance(element, dict)]
    return wrong + [one["reference"] for one in told if "reference" in one and kinds.get(one["reference"]) != one.get("type")]
