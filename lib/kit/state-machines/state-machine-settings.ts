import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LogLevel, QueryLanguage, type StateMachineProps } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/**
 * The settings of every state machine of the service: its name, JSONata, traces, and a log of all events. The log has no
 * execution data, which is private.
 *
 * @param scope the construct of the state machine, which also gets the log group
 */
export function stateMachineSettings(
  scope: Construct,
  stateMachineName: string,
): Pick<StateMachineProps, 'stateMachineName' | 'queryLanguage' | 'tracingEnabled' | 'logs'> {
  return {
    stateMachineName,
    queryLanguage: QueryLanguage.JSONATA,
    tracingEnabled: true,
    logs: {
      level: LogLevel.ALL,
      includeExecutionData: false,
      destination: new LogGroup(scope, 'Log', {
        // a log with this prefix needs no resource policy of its own; an account may have 10 of them per region
        logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    },
  };
}
