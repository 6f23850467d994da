import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { LogLevel, QueryLanguage, type StateMachineProps } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/**
 * What every state machine of the service has: its name, JSONata throughout, traces, and a log of all its events without
 * what it handles, which is private.
 *
 * @param scope the construct that the state machine is for; its log group is made here
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
        // with this prefix the log needs no resource policy of its own, of which an account has 10 a region
        logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    },
  };
}
