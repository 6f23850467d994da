"""Repairs of Distributed Map states."""

import json

from ministack.services import s3, stepfunctions

# In a Distributed Map of a JSONata state machine, MiniStack takes ItemReader.Arguments literally, and ignores ItemBatcher,
# ResultWriter and Output. This repair adds the parts that the service uses, as AWS documents them (AWS Step Functions Developer
# Guide, "Using Map state in Distributed mode"). The repaired state reads JSON Lines, and limits the items and bytes of each
# batch. It writes the outputs of the child executions to a bucket as JSON Lines. Remove this repair when MiniStack's
# Distributed Map supports JSONata.
LARGEST_INPUT_BYTES = 256 * 1024
run_distributed_map = stepfunctions._run_distributed_map


def run_distributed_map_in_jsonata(state, state_input, effective, iterator, execution, context):
    if stepfunctions._state_query_language(state, context) != "JSONata":
        return run_distributed_map(state, state_input, effective, iterator, execution, context)

    def evaluate(template):
        return stepfunctions._apply_jsonata_template(template, state_input, context)

    items = read_items(evaluate(state["ItemReader"]["Arguments"]))
    batches = [{"Items": batch} for batch in batches_of(items, state["ItemBatcher"])]
    kept = ("Type", "Label", "MaxConcurrency", "ToleratedFailurePercentage", "Next", "End")
    plain = {field: state[field] for field in kept if field in state}
    before = set(stepfunctions._map_runs)
    _, following = run_distributed_map(plain, state_input, batches, iterator, execution, context)
    [run] = [
        arn
        for arn in set(stepfunctions._map_runs) - before
        if stepfunctions._map_runs[arn]["executionArn"] == execution["executionArn"]
    ]
    result = write_results(run, evaluate(state["ResultWriter"]["Arguments"]))
    output = stepfunctions._apply_jsonata_output(state, state_input, context, result=result, default=result)
    return output, following


def read_items(arguments):
    text = stepfunctions._s3_object_text(arguments["Bucket"], arguments["Key"])
    # do not use splitlines, which also splits at characters that JSON allows in a string
    return [json.loads(line) for line in text.split("\n") if line]


def batches_of(items, batcher):
    batch = []
    size = 0
    for item in items:
        item_size = len(json.dumps(item, ensure_ascii=False).encode()) + 1
        is_full = len(batch) == batcher["MaxItemsPerBatch"]
        if batch and (is_full or size + item_size > batcher.get("MaxInputBytesPerBatch", LARGEST_INPUT_BYTES)):
            yield batch
            batch = []
            size = 0
        batch.append(item)
        size += item_size
    if batch:
        yield batch


def write_results(run, arguments):
    children = [child for child in list(stepfunctions._executions.values()) if child.get("mapRunArn") == run]
    folder = f"{arguments['Prefix']}/{run.split(':')[-1]}"
    outputs = [child["output"] for child in children if child["status"] == "SUCCEEDED"]
    files = []
    if outputs:
        body = "".join(f"{output}\n" for output in outputs).encode()
        files.append({"Key": f"{folder}/SUCCEEDED_0.jsonl", "Size": len(body)})
        s3._put_object(arguments["Bucket"], files[0]["Key"], body, {})
    manifest = {
        "DestinationBucket": arguments["Bucket"],
        "MapRunArn": run,
        # AWS also lists the executions that failed, but the service does not read that list
        "ResultFiles": {"FAILED": [], "PENDING": [], "SUCCEEDED": files},
    }
    key = f"{folder}/manifest.json"
    s3._put_object(arguments["Bucket"], key, json.dumps(manifest).encode(), {})
    for child in children:
        stepfunctions._executions.pop(child["executionArn"], None)  # remove Express executions, which AWS does not list
    return {"MapRunArn": run, "ResultWriterDetails": {"Bucket": arguments["Bucket"], "Key": key}}


stepfunctions._run_distributed_map = run_distributed_map_in_jsonata
