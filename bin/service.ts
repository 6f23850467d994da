import { App } from 'aws-cdk-lib';
import { addService } from '../lib/add-service.ts';
import { SettingError } from '../lib/settings.ts';

try {
  addService(new App());
} catch (error) {
  if (!(error instanceof SettingError)) {
    throw error;
  }
  console.error(error.message);
  process.exitCode = 1;
}
