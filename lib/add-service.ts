import { type App, Tags } from 'aws-cdk-lib';
import { readSettings } from './read-settings.ts';
import { Remindme } from './remindme-construct.ts';

/**
 * Adds the service to the app, with the settings in the app's context.
 *
 * The stacks are environment-agnostic. Synth therefore needs no credentials, and produces the same templates on every computer.
 * The tests check the templates against cdk-nag's AwsSolutions rules. Synth does not apply these rules, because loading all of
 * them takes longer than building the stacks.
 *
 * @throws SettingError if a setting has a value that is not accepted
 */
export function addService(app: App): void {
  const { name } = new Remindme(app, 'Remindme', readSettings(app.node));
  Tags.of(app).add('service', name);
}
