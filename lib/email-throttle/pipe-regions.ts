import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * The regions without EventBridge Pipes, from cfn-lint's copy of AWS's resource specification of November 2026. A test compares
 * this list with cfn-lint's findings.
 */
export const REGIONS_WITHOUT_PIPES: readonly string[] = [
  'ap-east-2',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'il-central-1',
  'mx-central-1',
  'us-gov-east-1',
  'us-gov-west-1',
];

/**
 * Warns at synth if the region has no EventBridge Pipes, because the deployment would fail there. This is only a warning,
 * because AWS may have added Pipes to the region since.
 *
 * @param region the region of the stacks; if undefined, the function does not warn
 */
export function warnWithoutPipes(scope: Construct, region: string | undefined): void {
  if (region !== undefined && REGIONS_WITHOUT_PIPES.includes(region)) {
    Annotations.of(scope).addWarningV2(
      'remindme:no-pipes',
      `${region} had no EventBridge Pipes in November 2026, and without it the deployment fails: deploy to another region, or acknowledge this if AWS has added it.`,
    );
  }
}
