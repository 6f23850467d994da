import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { addService } from '../../lib/service.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { testApp } from '../../scripts/templates/test-app.ts';

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly { readonly ruleName: string }[];
    readonly suppressedViolations?: readonly {
      readonly acknowledgedId: string;
      readonly acknowledgedAt: string;
      readonly reason: string;
    }[];
  }[];
}

/** What cdk-nag says of the service; where it finds something, synth throws already. */
function nagReport(settings: Readonly<Record<string, unknown>> = {}) {
  const { directory } = synthesise(settings);
  const report = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as Report;
  const nag = report.pluginReports.find(({ pluginName }) => pluginName === 'AwsSolutions');
  if (nag === undefined) {
    throw new Error('cdk-nag did not run.');
  }
  return nag;
}

test('cdk-nag runs on every synth and finds nothing that is not acknowledged', () => {
  expect(nagReport().violations).toEqual([]);
});

test.each([
  { name: 'team', email: 'you@example.com' },
  { stackPrefix: 'app-' },
  { deploymentRoleArn: 'arn:aws:iam::111122223333:role/deployment' },
])('nor with the settings %j', (settings) => {
  expect(nagReport(settings).violations).toEqual([]);
});

test('synth fails where a rule of cdk-nag is broken, and says where', () => {
  const app = testApp();
  addService(app);
  const stack = new Stack(app, 'Careless');
  new Queue(stack, 'Queue');
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));

  expect(() => app.synth()).toThrow(/AwsSolutions-SQS4[\s\S]*AwsSolutions-IAM5\[Action::s3:\*\]/);
});

test('every acknowledgement has a reason and silences something, where it stands and not above', () => {
  const app = testApp();
  addService(app);
  const acknowledged = app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.keys(data).map((id) => `${id} at ${node.path}`)),
    );

  const silenced = (nagReport().suppressedViolations ?? []).map((v) => `${v.acknowledgedId} at ${v.acknowledgedAt}`);

  expect(acknowledged).not.toEqual([]);
  expect(silenced.sort()).toEqual(acknowledged.sort());
  for (const { reason, acknowledgedAt } of nagReport().suppressedViolations ?? []) {
    expect(reason).toMatch(/^[A-Z].{40,}\.$/);
    expect(acknowledgedAt.split('/').length).toBeGreaterThanOrEqual(3); // neither the app nor a whole stack
  }
});
