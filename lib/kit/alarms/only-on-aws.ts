import { Aws, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import type { Alarm, CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';

/** The account of the local AWS; AWS has none with this number. */
const LOCAL_ACCOUNT = '000000000000';

/** Where there is AWS; where MiniStack 1.5.33 evaluates a condition, it is in none of them. */
const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f'];

const ID = 'OnAws';

/**
 * Has an alarm made on AWS only. MiniStack 1.5.33 fails a stack that has an alarm on an expression. This can go when it does
 * not.
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
