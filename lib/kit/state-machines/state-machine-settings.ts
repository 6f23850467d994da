import { Names, RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LogLevel, QueryLanguage, type StateMachineProps } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/**
 * Returns the settings that state machines share: JSONata, tracing, and a log of all events. The log leaves out the input and
 * output of executions and states, because they are private.
 *
 * @param scope the construct that contains the state machine and its log group
 * @param stateMachineName the physical name; if missing, CloudFormation generates it, and the log group is named after the
 *   construct's path
 */
export function stateMachineSettings(
  scope: Construct,
  stateMachineName: string | undefined,
): Pick<StateMachineProps, 'stateMachineName' | 'queryLanguage' | 'tracingEnabled' | 'logs'> {
  return {
    ...(stateMachineName !== undefined && { stateMachineName }),
    queryLanguage: QueryLanguage.JSONATA,
    tracingEnabled: true,
    logs: {
      level: LogLevel.ALL,
      includeExecutionData: false,
      destination: new LogGroup(scope, 'Log', {
        // a log group with this prefix needs no resource policy; an account may have only 10 such policies in a region
        logGroupName: `/aws/vendedlogs/states/${stateMachineName ?? Names.uniqueResourceName(scope, { separator: '-', maxLength: 200 })}`,
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    },
  };
}
