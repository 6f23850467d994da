import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { physicalNames } from '../../../core/naming/physical-names.ts';
import type { ServiceFunctionProps } from './service-function.ts';

/**
 * Returns the permission and the environment variable that a function needs to send events to the service's event bus
 * (`lambda/kit/service-events.ts`). The bus can be in a stack that is deployed later, so its ARN is derived from its name.
 */
export function eventAccess(
  scope: Construct,
  service: string,
): Pick<ServiceFunctionProps, 'permissions' | 'environment'> {
  const { eventBus } = physicalNames(service);
  const bus = Stack.of(scope).formatArn({
    service: 'events',
    resource: 'event-bus',
    resourceName: eventBus,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  return {
    permissions: [new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus] })],
    environment: { EVENT_BUS: eventBus },
  };
}
