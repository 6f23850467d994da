import { join } from 'node:path';
import { ensurePythonEnvironment } from '../../local/python/python-environment.ts';
import { runProgram } from '../../local/python/run-program.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';
import { EVERYTHING } from '../support/every-setting.ts';

const REQUIREMENTS = join(import.meta.dirname, '..', 'requirements-checkov.txt');

/** The checkov rules whose findings we accept for some resources, and the reasons. */
const ACKNOWLEDGED: readonly { readonly rule: string; readonly resources: RegExp; readonly reason: string }[] = [
  {
    rule: 'CKV_AWS_18',
    resources: /^AWS::S3::Bucket[.]Files\w+$/,
    reason: 'Access logs would need a second bucket, which nobody reads. CloudTrail can record the same requests.',
  },
  {
    rule: 'CKV_AWS_21',
    resources: /^AWS::S3::Bucket[.]Files\w+$/,
    reason:
      'An old version would keep the content of a file after its deletion. The person who uploads a file has a copy.',
  },
  {
    rule: 'CKV_AWS_26',
    resources: /^AWS::SNS::Topic[.]OperationsTopic\w+$/,
    reason: 'The operations topic gets no reminders, and alarms must reach it: docs/adr/0009-operations-topic.md.',
  },
  {
    rule: 'CKV_AWS_27',
    resources: /^AWS::SQS::Queue[.](UndeliveredQueue|UnhandledQueue|EmailThrottle)\w+$/,
    reason: 'They are encrypted with the key that SQS manages. The rule only looks for a KMS key.',
  },
  {
    rule: 'CKV_AWS_158',
    resources: /^AWS::Logs::LogGroup[.]\w+$/,
    reason:
      'CloudWatch Logs encrypts every log group with its own key; these contain no messages: docs/adr/0005-encryption.md.',
  },
  {
    rule: 'CKV_AWS_115',
    resources: /^AWS::Lambda::Function[.]\w+$/,
    reason: 'Reserved concurrency would hold back reminders in a burst; doctor shows how many may run at once.',
  },
  {
    rule: 'CKV_AWS_116',
    resources: /^AWS::Lambda::Function[.]\w+$/,
    reason:
      'State machines see the errors of send-reminder, normalise-file and report-file, which they invoke synchronously, and a caller of the API gets those of http-api; events that the others cannot handle go to a queue by OnFailure, which the rule does not know.',
  },
  {
    rule: 'CKV_AWS_117',
    resources: /^AWS::Lambda::Function[.]\w+$/,
    reason: 'They only call public AWS endpoints. A VPC would need NAT or endpoints and bring nothing.',
  },
  {
    rule: 'CKV_AWS_173',
    resources: /^AWS::Lambda::Function[.]\w+$/,
    reason: 'Their environment variables are names, ARNs and URLs, not secrets; Lambda encrypts them with its own key.',
  },
  {
    rule: 'CKV_AWS_18',
    resources: /^AWS::S3::Bucket[.]ExpiringObjectsBucket\w+$/,
    reason: 'Access logs would need a second bucket, which nobody reads; CloudTrail can record the same requests.',
  },
  {
    rule: 'CKV_AWS_21',
    resources: /^AWS::S3::Bucket[.]ExpiringObjectsBucket\w+$/,
    reason: 'The bucket is there to delete objects; versions would keep them.',
  },
];

interface Finding {
  readonly check_id: string;
  readonly resource: string;
}

interface Report {
  readonly summary: { readonly passed: number; readonly parsing_errors: number };
  readonly results: { readonly failed_checks: readonly Finding[] };
}

let report: Report;

beforeAll(async () => {
  const python = await ensurePythonEnvironment({ name: 'checkov', requirementsFile: REQUIREMENTS });
  const { directory, stacks } = synthesise({ email: 'you@example.com', alarmEmail: 'ops@example.com', ...EVERYTHING });
  const { stdout, stderr } = await runProgram(
    python,
    [
      ...['-m', 'checkov.main', '--framework', 'cloudformation', '--skip-download', '--quiet', '--compact'],
      ...['--output', 'json'],
      ...stacks.flatMap(({ templateFile }) => ['--file', join(directory, templateFile)]),
    ],
    { env: { ...process.env, LOG_LEVEL: 'ERROR' } },
  );
  if (!stdout.startsWith('{')) {
    throw new Error(`checkov printed no report: ${stdout}${stderr}`);
  }
  report = JSON.parse(stdout);
}, 600_000); // the first run downloads checkov (330 MB)

const acknowledges = (rule: (typeof ACKNOWLEDGED)[number], { check_id, resource }: Finding) =>
  rule.rule === check_id && rule.resources.test(resource);

test('checkov reads every template', () => {
  expect(report.summary.parsing_errors).toBe(0);
  expect(report.summary.passed).toBeGreaterThan(100);
});

test('checkov finds nothing that is not explained', () => {
  const unexplained = report.results.failed_checks.filter(
    (finding) => !ACKNOWLEDGED.some((rule) => acknowledges(rule, finding)),
  );

  expect(unexplained.map(({ check_id, resource }) => `${check_id} ${resource}`)).toEqual([]);
});

test.each(ACKNOWLEDGED)('checkov still finds $rule: $reason', (rule) => {
  expect(report.results.failed_checks.some((finding) => acknowledges(rule, finding))).toBe(true);
});
