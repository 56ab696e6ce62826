import type { Installation } from '../installation.ts';
import { composeDriver } from './compose_driver.ts';
import type { Driver } from './driver.ts';
import { processDriver } from './process_driver.ts';

/** What runs the parts of an installation, as its settings say. */
export const driverOf = (installation: Installation): Driver =>
  installation.env.DEPLOY_DRIVER === 'compose'
    ? composeDriver(installation)
    : processDriver(installation);
