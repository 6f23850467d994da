import { Intrinsics } from '../../scripts/templates/intrinsics.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { resourcesOfType } from '../../scripts/templates/template.ts';

const topic = (name: string) => `arn:aws:sns:eu-central-1:111122223333:${name}`;
const EMAILS = { email: 'you@example.com', alarmEmail: 'me@example.com' };
const OWN = {
  reminderTopicArn: topic('ReminderTopicA62C4F0E'),
  emailTopicArn: topic('EmailTopicB245010C'),
  operationsTopicArn: topic('OperationsTopic6D6844EA'),
};

/**
 * Returns all resources of a deployment, with references resolved, as lines of JSON in the form `logical id: line`. Hides
 * differences that do not matter: the hashes in the ids of function versions and topic policies, and whether a DeletionPolicy
 * is Retain or RetainExceptOnCreate.
 */
function linesOf(settings: Readonly<Record<string, string>>): string[] {
  const templates = Object.values(synthesise(settings).templates);
  const intrinsics = new Intrinsics(templates);
  return templates
    .flatMap((template) =>
      Object.entries(template.Resources).flatMap(([logicalId, resource]) =>
        JSON.stringify(intrinsics.resolve(resource, template), null, 1)
          .split('\n')
          .map((line) => `${logicalId.replace(/Policyof.*/, 'Policy')}: ${line.trim().replace(/,$/, '')}`),
      ),
    )
    .map((line) =>
      line
        .replaceAll(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1')
        .replace(/^(\w+TopicPolicy)[0-9A-F]{8}/, '$1')
        .replace('RetainExceptOnCreate', 'Retain'),
    );
}

// linesOf resolves references to new topics to the ARNs in OWN, so the lines of both deployments have the same ARNs
test('a deployment with adopted topics has the same permissions, alarms and state machines as one with its own', () => {
  const [own, adopted] = [linesOf(EMAILS), linesOf({ ...EMAILS, ...OWN })];
  const isOfTopic = /^(Reminder|Email|Operations)Topic[0-9A-F]{8}: /;

  expect(own.filter((line) => !adopted.includes(line) && !isOfTopic.test(line))).toEqual([]);
  // the function's subscription to an adopted topic has a region, which CDK takes from the topic's ARN
  expect(adopted.filter((line) => !own.includes(line))).toEqual([expect.stringMatching(/: "Region": "eu-central-1"$/)]);
});

/** Returns the resources of the given type in the notifications stack, which has the topics. */
const resources = (settings: Readonly<Record<string, string>>, type: string) =>
  resourcesOfType(synthesise(settings).templates['remindme-notifications'] ?? { Resources: {} }, type);

test('an adopted topic is not created, and its policy stays with it even if the first deployment fails', () => {
  expect(resources(OWN, 'AWS::SNS::Topic')).toEqual([]);
  expect(resources(OWN, 'AWS::SNS::TopicPolicy').map(([, { Properties }]) => Properties['Topics'])).toEqual(
    Object.values(OWN).map((arn) => [arn]),
  );
  for (const [, policy] of resources(OWN, 'AWS::SNS::TopicPolicy')) {
    expect(policy).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  }
});

test('one topic can be adopted without the others', () => {
  const made = resources({ emailTopicArn: OWN.emailTopicArn }, 'AWS::SNS::Topic').map(([logicalId]) => logicalId);

  expect(made).toEqual([expect.stringMatching(/^ReminderTopic/), expect.stringMatching(/^OperationsTopic/)]);
});
