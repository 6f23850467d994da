import { Aws, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import type { Alarm, CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';

/** Account number of the local AWS; AWS has no such account. */
const LOCAL_ACCOUNT = '000000000000';

/** The partitions of AWS; in a condition, MiniStack 1.5.33 is in none of them. */
const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f'];

const ID = 'OnAws';

/**
 * Creates an alarm only on AWS. MiniStack 1.5.33 fails a stack with an alarm on an expression; remove this when it accepts one.
 */
export function onlyOnAws(alarm: Alarm): void {
  const stack = Stack.of(alarm);
  const condition =
    (stack.node.tryFindChild(ID) as CfnCondition | undefined) ??
    new CfnCondition(stack, ID, {
      expression: Fn.conditionAnd(
        Fn.conditionOr(...PARTITIONS.map((partition) => Fn.conditionEquals(Aws.PARTITION, partition))),
        Fn.conditionNot(Fn.conditionEquals(Aws.ACCOUNT_ID, LOCAL_ACCOUNT)),
      ),
    });
  (alarm.node.defaultChild as CfnAlarm).cfnOptions.condition = condition;
}
