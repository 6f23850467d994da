import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import {
  Choice,
  Condition,
  DefinitionBody,
  StateMachine,
  Succeed,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { physicalNames } from '../../../core/naming/physical-names.ts';
import { acknowledgeLoggingAndTracing } from '../../kit/access/acknowledged-wildcards.ts';
import { JsonataFunction, withPreamble } from '../../kit/jsonata/read-jsonata.ts';
import { deadLetterQueueOf, ruleArn, startingTarget } from '../../kit/rules/event-rules.ts';
import { stateMachineSettings } from '../../kit/state-machines/state-machine-settings.ts';
import type { Expiry } from '../../remindme-props.ts';
import { reminderMachine, startReminderAfter } from './start-reminder-after.ts';

/** Properties of {@link ExpiringObjects}. */
export interface ExpiringObjectsProps {
  /** The service's name. */
  readonly service: string;
  /** The days until S3 deletes an object, and the days from the reminder to the deletion. */
  readonly expiry: Expiry;
  /** The dead-letter queue for events that EventBridge cannot deliver. */
  readonly unhandledQueue: IQueue;
}

/**
 * A bucket that deletes each object after some days, and a state machine that sends a reminder some days before the deletion.
 * S3's event about a new object starts an execution, which waits and then looks for the object again. If the object was deleted
 * or replaced in the meantime, the execution sends no reminder. The event about a replacement starts another execution.
 */
export class ExpiringObjects extends Construct {
  /** The bucket's name. */
  readonly bucketName: string;

  constructor(scope: Construct, id: string, { service, expiry, unhandledQueue }: ExpiringObjectsProps) {
    super(scope, id);
    const { rule, stateMachines } = physicalNames(service);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [
        { expiration: Duration.days(expiry.days), abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    // the bucket outlives its stack, and without its policy it would accept requests without TLS
    bucket.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    // CDK's `eventBridgeEnabled` would add a Lambda function that sets the same property
    (bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
      eventBridgeConfiguration: { eventBridgeEnabled: true },
    };
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'Access logs would need a second bucket, which nobody reads. CloudTrail can record the same requests.',
    });

    const values = { expiry: { ...expiry }, deletionOf: new JsonataFunction('intake/events/deletion-of.jsonata') };
    const remindAt = withPreamble(
      '$fromMillis($deletionOf($states.input.time) - $expiry.daysBefore * 86400000)',
      values,
    );
    const wait = Wait.jsonata(this, 'Wait until the last days', {
      comment: 'Nothing runs and waiting costs nothing.',
      time: WaitTime.timestamp(`{% ${remindAt} %}`),
    });

    const look = CallAwsService.jsonata(this, 'Look for the object again', {
      comment: 'Lists the one key instead of reading the object, so that the role needs no access to what is in it.',
      service: 's3',
      action: 'listObjectsV2',
      // S3 lists keys in order, so the key itself is the first one with this prefix
      parameters: { Bucket: bucket.bucketName, Prefix: '{% $states.input.detail.object.key %}', MaxKeys: 1 },
      iamAction: 's3:ListBucket',
      iamResources: [bucket.bucketArn],
      outputs:
        "{% { 'event': $states.input, 'object': $states.result.Contents[Key = $states.input.detail.object.key] } %}",
      taskTimeout: Timeout.duration(Duration.seconds(30)),
    });

    const decide = Choice.jsonata(this, 'Is it still there?', {
      comment: 'It must be there since before this execution started, and not be a later object with the same key.',
    });

    const deletedOn = withPreamble(
      "$fromMillis($deletionOf($states.input.object.LastModified), '[Y0001]-[M01]-[D01]')",
      values,
    );
    const remind = startReminderAfter(this, {
      look,
      machine: reminderMachine(this, service),
      name: "{% 'expiring-' & $states.input.event.id %}",
      message: `{% 'The object ' & $states.input.object.Key & ' in the bucket ${bucket.bucketName} will be deleted on ' & ${deletedOn} & '.' %}`,
      subject: 'An object will be deleted',
    });

    const end = Succeed.jsonata(this, 'It is gone', {
      comment: 'The object was deleted or replaced. Nobody needs a reminder.',
    });

    wait.next(look);
    look.next(decide);
    decide.when(
      Condition.jsonata(
        '{% $exists($states.input.object) and $toMillis($states.input.object.LastModified) <= $toMillis($states.context.Execution.StartTime) %}',
      ),
      remind,
      { comment: 'It is the object of the event.' },
    );
    decide.otherwise(end);

    const stateMachine = new StateMachine(this, 'StateMachine', {
      ...stateMachineSettings(this, stateMachines.expiringObject),
      comment: `Waits until ${expiry.daysBefore} days before an object is deleted, then reminds of it if it is still there.`,
      definitionBody: DefinitionBody.fromChainable(wait),
      // the longest wait, plus an hour for all retries of `look` and `remind`
      timeout: Duration.days(expiry.days + 1 - expiry.daysBefore).plus(Duration.hours(1)),
    });
    acknowledgeLoggingAndTracing(stateMachine);

    new Rule(this, 'Rule', {
      ruleName: rule('expiring-objects'),
      description: `Starts ${stateMachines.expiringObject} for each object that is stored in the bucket`,
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] } },
      },
      targets: [
        startingTarget(this, {
          stateMachine,
          ruleArn: ruleArn(this, rule('expiring-objects')),
          deadLetterQueue: deadLetterQueueOf(this, unhandledQueue),
        }),
      ],
    });
    this.bucketName = bucket.bucketName;
  }
}
