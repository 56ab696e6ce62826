import type { ReactNode } from 'react';

/** One thing that was looked at before somebody decides. */
export interface Check {
  tone: 'good' | 'warn' | 'bad';
  text: string;
}

/** What a row of a queue says. */
export interface QueueLine {
  /** Who it is about. */
  name: string;
  /** What it is, and since when it waits. */
  note: string;
  checks: readonly Check[];
  figure?: ReactNode;
}

/** Something that can be done with a row. */
export interface RowAct {
  key: string;
  verb: string;
  /** The likely one is tinted; one that only shows more is not. */
  isLikely?: boolean;
  isGrave?: boolean;
  run(): void;
}
