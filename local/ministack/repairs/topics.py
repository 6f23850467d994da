"""Repairs of SNS."""

from ministack.services import sns

# MiniStack expects message attributes as the form fields of an HTTP call, but the task sns:publish passes them as AWS documents
# them, so they get lost. Can go when the messages that a state machine publishes keep their attributes.
parse_form_fields = sns._parse_message_attributes


def parse_message_attributes(parameters):
    attributes = parameters.get("MessageAttributes")
    if not isinstance(attributes, dict):
        return parse_form_fields(parameters)
    fields = {}
    for number, (name, value) in enumerate(attributes.items(), start=1):
        fields[f"MessageAttributes.entry.{number}.Name"] = name
        for key, part in value.items():
            fields[f"MessageAttributes.entry.{number}.Value.{key}"] = part
    return parse_form_fields(fields)


sns._parse_message_attributes = parse_message_attributes
