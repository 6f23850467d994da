import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';

/** What EventBridge does with an event that it cannot hand on. */

interface Target {
  readonly DeadLetterConfig: { readonly Arn: string };
  readonly RetryPolicy: { readonly MaximumEventAgeInSeconds: number; readonly MaximumRetryAttempts: number };
}

const templates = Object.values(synthesise().templates);
const intrinsics = new Intrinsics(templates);
const rules = templates.flatMap((template) =>
  resourcesOfType(template, 'AWS::Events::Rule').map(([, { Properties }]) => {
    const { Name, Targets } = intrinsics.resolve(Properties, template) as { Name: string; Targets: Target[] };
    return [Name, Targets] as const;
  }),
);

test('there is a rule for what fails and one for what was sent', () => {
  expect(rules.map(([name]) => name).sort()).toEqual([
    'remindme-lambda-failures',
    'remindme-lambda-sent',
    'remindme-sns-failures',
    'remindme-sns-sent',
    'remindme-stack-creator-failures',
  ]);
});

// as long as EventBridge tries, no alarm rings: FailedInvocations "doesn't include invocations that are retried"
test.each(rules)('%s tries for an hour, and then keeps the event', (name, targets) => {
  expect(targets).toHaveLength(1);
  for (const { DeadLetterConfig, RetryPolicy } of targets) {
    expect(DeadLetterConfig.Arn).toContain(':OperationsUntold');
    expect(RetryPolicy).toEqual({
      MaximumEventAgeInSeconds: 3_600,
      // 185, the most that EventBridge knows, for what is promised; a measurement may be missing
      MaximumRetryAttempts: name.endsWith('-failures') ? 185 : 10,
    });
  }
});
