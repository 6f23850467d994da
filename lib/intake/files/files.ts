import { Match, Rule } from 'aws-cdk-lib/aws-events';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { INBOX } from '../../../core/naming/file-keys.ts';
import { physicalNames } from '../../../core/naming/physical-names.ts';
import { FILE_FORMATS } from '../../../core/reminder-file/file-format.ts';
import { deadLetterQueueOf, ruleArn, startingTarget } from '../../kit/rules/event-rules.ts';
import { NormaliseFileFunction, ReportFileFunction } from './file-functions.ts';
import { FilesBucket } from './files-bucket.ts';
import { ImportFileStateMachine } from './import-file-state-machine.ts';

/** Properties of {@link Files}. */
export interface FilesProps {
  /** The service's name. */
  readonly service: string;
  /** The throttled queue for emails. */
  readonly throttledQueue: IQueue;
  /** The dead-letter queue for events that EventBridge cannot deliver. Its policy must already allow the rule to send to it. */
  readonly unhandledQueue: IQueue;
}

/** The bucket for files, and the state machine that imports each file in the folder `inbox/`. */
export class Files extends Construct {
  /** The bucket's name. */
  readonly bucketName: string;

  constructor(scope: Construct, id: string, { service, throttledQueue, unhandledQueue }: FilesProps) {
    super(scope, id);
    const { parameters, rule } = physicalNames(service);
    const { bucket } = new FilesBucket(this, 'Files');
    const normaliseFile = new NormaliseFileFunction(this, 'NormaliseFile', { service, bucket });
    const reportFile = new ReportFileFunction(this, 'ReportFile', { service, bucket, throttledQueue });
    const { stateMachine } = new ImportFileStateMachine(this, 'ImportFile', {
      service,
      bucket,
      normaliseFile: normaliseFile.live,
      reportFile: reportFile.live,
    });
    const ruleName = rule('files');
    new Rule(this, 'Rule', {
      ruleName,
      description: `Imports each new file in the folder ${INBOX}`,
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: {
          bucket: { name: [bucket.bucketName] },
          object: {
            key: FILE_FORMATS.flatMap((format) => [format, format.toUpperCase()]).flatMap((format) =>
              Match.wildcard(`${INBOX}*.${format}`),
            ),
          },
        },
      },
      targets: [
        startingTarget(this, {
          stateMachine,
          ruleArn: ruleArn(this, ruleName),
          deadLetterQueue: deadLetterQueueOf(this, unhandledQueue),
        }),
      ],
    });

    this.bucketName = bucket.bucketName;
    new StringParameter(this, 'Parameter', {
      parameterName: parameters.filesBucket,
      stringValue: this.bucketName,
      description: 'Name of the bucket for files with reminders',
    });
  }
}
