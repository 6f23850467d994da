import { Duration, Fn, Validations } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  Errors,
  Fail,
  type IStateMachine,
  ItemBatcher,
  OutputType,
  ResultWriterV2,
  S3JsonLItemReader,
  StateMachine,
  StateMachineType,
  TaskInput,
  Timeout,
  Transformation,
  WriterConfig,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { ERRORS } from '../../../core/naming/error-names.ts';
import { WORK } from '../../../core/naming/file-keys.ts';
import { physicalNames, VIAS } from '../../../core/naming/physical-names.ts';
import { WORK_FILES } from '../../../core/reminder-file/import-work.ts';
import { acknowledgeLoggingAndTracing, wildcard, wildcardExecutions } from '../../kit/access/acknowledged-wildcards.ts';
import { JsonataFunction, withPreamble } from '../../kit/jsonata/read-jsonata.ts';
import { addRetries, FILE_RETRIES, MAP_RETRIES } from '../../kit/state-machines/retry-policies.ts';
import { executionsArn } from '../../kit/state-machines/state-machine-arns.ts';
import { stateMachineSettings } from '../../kit/state-machines/state-machine-settings.ts';
import { TEXT_LIMITS } from '../../kit/state-machines/text-limits.ts';
import { acknowledgeFolders } from './file-functions.ts';
import { BATCH, startBatch } from './start-batch.ts';

/** Properties of {@link ImportFileStateMachine}. */
export interface ImportFileStateMachineProps {
  /** The service's name. */
  readonly service: string;
  readonly bucket: IBucket;
  /** The function that reads a file. */
  readonly normaliseFile: IFunction;
  /** The function that writes the report about a file. */
  readonly reportFile: IFunction;
}

/**
 * The maximum size of a batch, in bytes. A state's input or output can be at most 256 KiB (AWS Step Functions quotas, "Maximum
 * input or output size"). The remaining bytes are for the batch's results.
 */
const BATCH_BYTES = 200_000;

/** The Map state's label. The ARNs of the Map's child executions contain it. */
const LABEL = 'Reminders';

/** The JSONata expression for the folder of an execution's working files. */
const FOLDER = `'${WORK}' & $states.context.Execution.Name & '/'`;

/** Writes the batches' results. CDK's class grants access to the whole bucket, but this one only to the work folder. */
class WorkResultWriter extends ResultWriterV2 {
  override providePolicyStatements(): PolicyStatement[] {
    return super
      .providePolicyStatements()
      .map((statement) => statement.copy({ resources: [(this.bucket as IBucket).arnForObjects(`${WORK}*`)] }));
  }
}

/**
 * The state machine that imports a file. Its input is S3's event about the file. docs/adr/0018-paced-import.md explains why a
 * Distributed Map starts the reminders.
 */
export class ImportFileStateMachine extends Construct {
  /** The standard state machine. An Express execution would end after 5 minutes. */
  readonly stateMachine: IStateMachine;

  constructor(scope: Construct, id: string, props: ImportFileStateMachineProps) {
    super(scope, id);
    const { service, bucket } = props;
    const { stateMachines } = physicalNames(service);
    const folder = `{% ${FOLDER} %}`;

    const read = LambdaInvoke.jsonata(this, 'Read the file', {
      comment: 'Reads the rows, and writes the reminders into the folder of this import, soonest first.',
      lambdaFunction: props.normaliseFile,
      payload: TaskInput.fromObject({
        key: '{% $states.input.detail.object.key %}',
        folder,
        event: '{% $states.input.id %}',
      }),
      outputs: `{% $merge([$states.result.Payload, { 'key': $states.input.detail.object.key, 'event': $states.input.id, 'folder': ${FOLDER} }]) %}`,
      // longer than the function's own timeout of 15 minutes
      taskTimeout: Timeout.duration(Duration.minutes(16)),
      retryOnServiceExceptions: false, // FILE_RETRIES retries service exceptions
    });
    addRetries(read, FILE_RETRIES);

    const isAny = Choice.jsonata(this, 'Is there a reminder?', {
      comment: 'A file without a valid row only gets a report.',
    });

    const startAll = DistributedMap.jsonata(this, 'Start the reminders', {
      comment:
        'Starts the reminders in batches of 100, at most one a second, and leaves other callers room for theirs.',
      label: LABEL,
      itemReader: new S3JsonLItemReader({
        // with `bucket` instead of `bucketNamePath`, CDK would grant read access to the whole bucket
        bucketNamePath: bucket.bucketName,
        key: `{% $states.input.folder & '${WORK_FILES.reminders}' %}`,
      }),
      itemBatcher: new ItemBatcher({ maxItemsPerBatch: BATCH, maxInputBytesPerBatch: BATCH_BYTES }),
      maxConcurrency: 1,
      mapExecutionType: StateMachineType.EXPRESS,
      // a failed batch must not stop the others; the report counts the rows without a result
      toleratedFailurePercentage: 100,
      // the results of a large file do not fit into a state's output
      resultWriterV2: new WorkResultWriter({
        bucket,
        prefix: `{% $states.input.folder & 'results' %}`,
        writerConfig: new WriterConfig({ transformation: Transformation.COMPACT, outputType: OutputType.JSONL }),
      }),
      outputs: `{% $merge([$states.input, { 'manifest': $states.result.ResultWriterDetails.Key }]) %}`,
    });
    for (const retry of MAP_RETRIES) {
      startAll.addRetry(retry);
    }

    const report = LambdaInvoke.jsonata(this, 'Write the report', {
      comment: 'Writes the report into the bucket, and queues an email to operators.',
      lambdaFunction: props.reportFile,
      payload: TaskInput.fromText('{% $states.input %}'),
      outputs: '{% $states.result.Payload %}',
      // longer than the function's own timeout of 5 minutes
      taskTimeout: Timeout.duration(Duration.minutes(6)),
      retryOnServiceExceptions: false, // FILE_RETRIES retries service exceptions
    });
    addRetries(report, FILE_RETRIES);

    const fail = Fail.jsonata(this, 'The file is not imported', {
      comment: 'Fails, so that a failure email is sent. The file is still in the inbox.',
      error: ERRORS.fileNotImported,
      cause: '{% $states.input.problem %}',
    });

    read.next(isAny);
    isAny.when(Condition.jsonata('{% $states.input.reminders > 0 %}'), startAll, { comment: 'There is one to start.' });
    isAny.otherwise(report);
    startAll.itemProcessor(startBatch(this, service));
    startAll.next(report);
    const problem = withPreamble("{ 'problem': $errorText($states.errorOutput) }", {
      errorText: new JsonataFunction('kit/jsonata/error-text.jsonata'),
      textLimits: TEXT_LIMITS,
    });
    for (const state of [read, startAll, report]) {
      state.addCatch(fail, { errors: [Errors.ALL], outputs: `{% ${problem} %}` });
    }

    const stateMachine = new StateMachine(this, 'StateMachine', {
      ...stateMachineSettings(this, stateMachines.importFile),
      comment: 'Imports a file with reminders: reads it, starts the reminders, and writes a report.',
      definitionBody: DefinitionBody.fromChainable(read),
      // 1,000 batches take 17 minutes; the rest is for throttled calls and retries
      timeout: Duration.hours(24),
    });
    acknowledgeLoggingAndTracing(stateMachine);
    acknowledgeFolders(stateMachine, bucket, [WORK]);
    Validations.of(stateMachine).acknowledge(
      ...wildcardExecutions(
        this,
        VIAS.map((via) => executionsArn(this, stateMachines[via])),
      ),
    );
    const own = Fn.select(6, Fn.split(':', stateMachine.stateMachineArn));
    Validations.of(stateMachine.node.findChild('DistributedMapPolicy')).acknowledge(
      ...[own, `${own}/${LABEL}`].map((name) =>
        wildcard(
          this,
          executionsArn(this, name),
          'The executions of this state machine and of its Distributed Map, which Step Functions starts.',
        ),
      ),
    );
    this.stateMachine = stateMachine;
  }
}
