import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IStringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { ServiceFunction } from '../kit/functions/service-function.ts';

/** Properties of {@link SendReminderFunction}. */
export interface SendReminderFunctionProps {
  /** The function's physical name. */
  readonly functionName: string;
  /** The topic to publish to. */
  readonly topic: ITopic;
  /** The parameter that holds the topic's ARN. */
  readonly topicParameter: IStringParameter;
}

/** The function that sends a reminder. It reads the topic's ARN from the parameter and publishes to the topic. */
export class SendReminderFunction extends ServiceFunction {
  constructor(scope: Construct, id: string, { functionName, topic, topicParameter }: SendReminderFunctionProps) {
    super(scope, id, {
      functionName,
      description: 'Publishes a reminder that is due',
      code: 'send-reminder',
      // longer than the limit for all calls in lambda/send-reminder/time-limits.ts
      timeout: Duration.seconds(30),
      permissions: [
        new PolicyStatement({ actions: ['ssm:GetParameter'], resources: [topicParameter.parameterArn] }),
        new PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] }),
      ],
      environment: { TOPIC_PARAMETER: topicParameter.parameterName },
    });
  }
}
