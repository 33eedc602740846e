"""Uses the engine as somebody would who knows Twilio only: with the official client, unmodified."""

import json
import os
import time
import uuid

from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

with open(os.environ["DEFINITION"], encoding="utf-8") as file:
    definition = json.load(file)

flows = Client().studio.v2.flows
name = f"Python {uuid.uuid4()}"


def refused(action):
    try:
        action()
    except TwilioRestException as error:
        return error
    raise AssertionError("was not refused")


created = [
    flows.create(friendly_name=f"{name} {number}", status="draft", definition=definition)
    for number in range(3)
]
flow = created[0]
assert flow.account_sid == os.environ["TWILIO_ACCOUNT_SID"]
assert flow.definition == definition
assert flow.revision == 1 and flow.valid is True and flow.date_created is not None

published = flows(flow.sid).update(status="published", commit_message="from Python")
assert (published.revision, published.commit_message) == (2, "from Python")
assert flows(flow.sid).fetch().status == "published"

listed = flows.list(page_size=1, limit=1000)
assert [each.sid for each in created] == [each.sid for each in listed if each.friendly_name.startswith(name)][::-1]

assert [each.revision for each in flows(flow.sid).revisions.list()] == [2, 1]
assert flows(flow.sid).revisions("LatestPublished").fetch().definition == definition

validate = Client().studio.v2.flow_validate.update
assert validate(friendly_name=name, status="draft", definition=definition).valid is True
invalid = refused(lambda: validate(friendly_name=name, status="draft", definition={"states": []}))
assert (invalid.status, invalid.code) == (400, 81022)
assert invalid.details["errors"][0]["property_path"].startswith("#")

users = flows(flow.sid).test_users()
assert users.update(test_users=["+15005550001", "+15005550002"]).test_users == ["+15005550001", "+15005550002"]
assert len(users.fetch().test_users) == 2

executions = flows(flow.sid).executions
execution = executions.create(to="+15005550006", from_="+15005550009", parameters={"name": "Zoë"})
assert execution.status == "active"
conflict = refused(lambda: executions.create(to="+15005550006", from_="+15005550009"))
assert (conflict.status, conflict.code) == (409, 20409)
assert conflict.details["conflicting_execution_sid"] == execution.sid
deadline = time.monotonic() + 20
while not executions(execution.sid).steps.list():
    assert time.monotonic() < deadline, "no steps"
    time.sleep(0.1)
context = executions(execution.sid).execution_context().fetch().context
assert context["flow"]["data"] == {"name": "Zoë"}
assert executions(execution.sid).update(status="ended").status == "ended"
assert executions(execution.sid).delete() is True
assert refused(executions(execution.sid).fetch).code == 20404

for each in created:
    assert flows(each.sid).delete() is True
assert refused(flows(flow.sid).fetch).code == 20404
assert refused(Client(os.environ["TWILIO_ACCOUNT_SID"], "wrong").studio.v2.flows(flow.sid).fetch).code == 20003
print("done")
