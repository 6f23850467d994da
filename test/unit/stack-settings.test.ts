import { App } from 'aws-cdk-lib';
import { readSettings } from '../../lib/read-settings.ts';
import { checkSettings } from '../../lib/settings.ts';

const read = (context: Record<string, unknown>) => checkSettings(readSettings(new App({ context }).node), 'not used');

test("the prefix for stack names is by default the service's name", () => {
  expect(read({}).stackPrefix).toBe('remindme-');
  expect(read({ name: 'team' }).stackPrefix).toBe('team-');
  expect(read({ name: 'team', stackPrefix: 'Web-2-' }).stackPrefix).toBe('Web-2-');
});

test.each([
  '',
  '-',
  'team',
  '1team-',
  'te am-',
  'team-*',
  "team'-",
  'team-\n',
  `${'x'.repeat(64)}-`,
  5,
  null,
  ['team-'],
])('refuses the prefix %j and says what it accepts', (stackPrefix) => {
  // the CDK treats null in the context as a missing value
  const given = stackPrefix === null ? false : stackPrefix;
  expect(() => read({ stackPrefix: given })).toThrow(
    `The setting stackPrefix is ${JSON.stringify(given)}; accepted are 2 to 64 letters, digits and hyphens, the first a letter and the last a hyphen, such as remindme-.`,
  );
});

test('has no deployment role by default', () => {
  expect(read({})).not.toHaveProperty('deploymentRole');
});

test.each([
  'arn:aws:iam::111122223333:role/deployment',
  'arn:aws-cn:iam::111122223333:role/path/to/deployment',
  'arn:aws-us-gov:iam::111122223333:role/a+=,.@_-b',
])('accepts the deployment role %s', (deploymentRoleArn) => {
  expect(read({ deploymentRoleArn }).deploymentRole).toEqual({ roleArn: deploymentRoleArn });
});

test.each([
  '',
  'deployment',
  'arn:aws:iam::111122223333:role/*',
  'arn:aws:iam::111122223333:user/me',
  'arn:aws:iam::1:role/deployment',
  "arn:aws:iam::111122223333:role/a'b",
  'arn:aws:iam::111122223333:role/a\n',
  7,
])('refuses the deployment role %j and says what it accepts', (deploymentRoleArn) => {
  expect(() => read({ deploymentRoleArn })).toThrow(
    `The setting deploymentRoleArn is ${JSON.stringify(deploymentRoleArn)}; accepted is the ARN of an IAM role, such as arn:aws:iam::111122223333:role/deployment.`,
  );
});
