"""The discovery document: which services there are, and what the EHR is asked to send along."""

from __future__ import annotations

from typing import Any

from notelint.packs.cds_hooks import hook_book


def discovery() -> dict[str, Any]:
    """What ``GET /cds-services`` answers. Raises ``PackError`` if the file of the services is not valid."""
    return {
        "services": [
            {
                "hook": service.hook,
                "title": service.title,
                "description": service.description,
                "id": service.id,
                "prefetch": dict(service.prefetch),
                "usageRequirements": service.usage,
            }
            for service in hook_book().services
        ]
    }
