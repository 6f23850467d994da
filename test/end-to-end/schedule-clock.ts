import { carryCall } from '../../client/aws/carried-call.ts';
import { CLIENT_CONFIG } from './deployed-service.ts';

/** The connection with which client/ calls the local AWS. */
export const connection = {
  endpoint: CLIENT_CONFIG.endpoint as string,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};

/**
 * Sets the clock of a schedule on the local AWS.
 *
 * @param service the service's name
 * @param id the schedule's name
 * @param begin the time that the clock shows now, in milliseconds since the epoch
 * @param speed the clock's speed, as a multiple of the usual speed
 */
export async function setClock(service: string, id: string, begin: number, speed: number): Promise<void> {
  const arn = `arn:aws:scheduler:us-east-1:000000000000:schedule/${service}/${id}`;
  const clock = `${new Date(begin).toISOString().replace('Z', '+00:00')} ${speed}`;
  const body = JSON.stringify({ Tags: [{ Key: 'clock', Value: clock }] });
  await carryCall(connection, { service: 'scheduler', method: 'POST', path: `/tags/${encodeURIComponent(arn)}`, body });
}
