import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { addService } from '../../lib/add-service.ts';
import { testApp } from '../../scripts/templates/test-app.ts';
import { EVERYTHING } from '../support/every-setting.ts';

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

/**
 * Returns an app that deploys the service. During synth, cdk-nag and the CDK's own CloudFormation rules check the app.
 * `bin/service.ts` uses neither of them.
 */
function checkedApp(settings: Readonly<Record<string, unknown>> = {}): App {
  const app = testApp(settings, true);
  addService(app);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

/** Returns the reports of cdk-nag and of the CloudFormation rules. Throws if one of them finds an error or does not run. */
function reports(settings: Readonly<Record<string, unknown>> = {}) {
  const { directory } = checkedApp(settings).synth();
  const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as Report;
  const reportOf = (name: RegExp) => {
    const found = pluginReports.find(({ pluginName }) => name.test(pluginName));
    if (found === undefined) {
      throw new Error(`${name} did not run, only ${pluginReports.map(({ pluginName }) => pluginName).join(', ')}.`);
    }
    return found;
  };
  return { nag: reportOf(/^AwsSolutions$/), cloudFormation: reportOf(/CloudFormation/) };
}

// the other settings do not change the findings
test.each([
  {},
  { name: 'team', email: 'you@example.com', alarmEmail: 'me@example.com', runbook: 'https://example.com/runbook.md' },
  { stackPrefix: 'app-' },
  EVERYTHING,
  { deploymentRoleArn: 'arn:aws:iam::111122223333:role/deployment' },
])('cdk-nag and the CloudFormation rules find nothing that is not acknowledged, with the settings %j', (settings) => {
  const { nag, cloudFormation } = reports(settings);

  expect(nag.violations).toEqual([]);
  expect(cloudFormation.violations).toEqual([]);
});

test('cdk-nag fails a synth that breaks a rule, and names the rule', () => {
  const app = checkedApp();
  const stack = new Stack(app, 'Careless');
  new Queue(stack, 'Queue');
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));

  expect(() => app.synth()).toThrow(/AwsSolutions-SQS4[\s\S]*AwsSolutions-IAM5\[Action::s3:\*\]/);
});

test('every acknowledgement has a reason, suppresses a finding, and is on the resource with the finding', () => {
  const app = testApp();
  addService(app);
  const acknowledged = app.node.findAll().flatMap(({ node }) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.keys(data))
      .filter((id) => id.startsWith('AwsSolutions::'))
      .map((id) => `${id} at ${node.path}`),
  );

  const suppressed = reports().nag.suppressedViolations ?? [];
  const silenced = suppressed.map((v) => `${v.acknowledgedId} at ${v.acknowledgedAt}`);

  expect(acknowledged).not.toEqual([]);
  expect(silenced.sort()).toEqual(acknowledged.sort());
  for (const { reason, acknowledgedAt } of suppressed) {
    expect(reason).toMatch(/^[A-Z].{40,}\.$/);
    // check that the acknowledgement is on a resource, and not on the app or a stack
    expect(acknowledgedAt.split('/').length).toBeGreaterThanOrEqual(3);
  }
});
