import 'graphile-worker';

/**
 * Each job is reported done on its own. Batching the reports loses that of a job which runs while
 * the worker is asked to stop: its row stays locked, and it runs again hours later.
 */
export const queuePreset: GraphileConfig.Preset = {
  worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 },
};
