// The construct of the function that sends a reminder. Its code: lambda/send-reminder/handler.ts.

import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  Architecture,
  type IFunction,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IStringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { bundledCode } from '../kit/functions/bundled-code.ts';

/** The function's entry point. */
export const SEND_REMINDER_ENTRY = join(import.meta.dirname, '..', '..', 'lambda', 'send-reminder', 'handler.ts');

/** Properties of {@link SendReminderFunction}. */
export interface SendReminderFunctionProps {
  /** Physical name of the function. */
  readonly functionName: string;
  /** The topic to publish to. */
  readonly topic: ITopic;
  /** The parameter that holds the topic's ARN. */
  readonly topicParameter: IStringParameter;
}

/**
 * The function that sends a reminder: it reads the topic's ARN from the parameter and publishes. Its role allows only those
 * two calls and writing its own log.
 */
export class SendReminderFunction extends Construct {
  /** The function itself. Its metrics count all versions. */
  readonly function: IFunction;
  /**
   * The alias of the version in use. Executions that wait for months name the alias. A deployment switches it to the new
   * version at once; old versions remain, so that the alias can be set back.
   */
  readonly live: IFunction;
  /** The function's time limit. */
  readonly timeout = Duration.seconds(30);

  constructor(scope: Construct, id: string, props: SendReminderFunctionProps) {
    super(scope, id);

    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What the function ${props.functionName} may do: read the parameter, publish, write its log`,
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [props.topicParameter.parameterArn] }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: [props.topic.topicArn] }));
    logGroup.grantWrite(role);

    const sendReminder = new LambdaFunction(this, 'Function', {
      functionName: props.functionName,
      description: 'Publishes a reminder that is due',
      code: bundledCode(SEND_REMINDER_ENTRY),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      // above what lambda/send-reminder/time-limits.ts allows all calls together
      timeout: this.timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        TOPIC_PARAMETER: props.topicParameter.parameterName,
      },
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
    this.function = sendReminder;
    this.live = new Alias(this, 'Live', { aliasName: 'live', version: sendReminder.currentVersion });
  }
}
