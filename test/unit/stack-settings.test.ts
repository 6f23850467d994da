import { App } from 'aws-cdk-lib';
import { readSettings } from '../../lib/settings.ts';

const read = (context: Record<string, unknown>) => readSettings(new App({ context }).node);

test('stacks begin with the name of the service unless set otherwise', () => {
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
])('the prefix may not be %j, and the sentence says what it may be', (stackPrefix) => {
  // null is what CDK context knows as not set
  const given = stackPrefix === null ? false : stackPrefix;
  expect(() => read({ stackPrefix: given })).toThrow(
    `The setting stackPrefix is ${JSON.stringify(given)}; accepted are 2 to 64 letters, digits and hyphens, the first a letter and the last a hyphen, such as remindme-.`,
  );
});

test('there is no deployment role unless set', () => {
  expect(read({})).not.toHaveProperty('deploymentRoleArn');
});

test.each([
  'arn:aws:iam::111122223333:role/deployment',
  'arn:aws-cn:iam::111122223333:role/path/to/deployment',
  'arn:aws-us-gov:iam::111122223333:role/a+=,.@_-b',
])('the deployment role may be %s', (deploymentRoleArn) => {
  expect(read({ deploymentRoleArn }).deploymentRoleArn).toBe(deploymentRoleArn);
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
])('the deployment role may not be %j, and the sentence says what it may be', (deploymentRoleArn) => {
  expect(() => read({ deploymentRoleArn })).toThrow(
    `The setting deploymentRoleArn is ${JSON.stringify(deploymentRoleArn)}; accepted is the ARN of an IAM role, such as arn:aws:iam::111122223333:role/deployment.`,
  );
});
