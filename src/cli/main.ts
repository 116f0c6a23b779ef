#!/usr/bin/env node
import 'reflect-metadata';
import { run } from './index.js';

async function input(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

// An error that nobody foresaw must not look like a verdict.
process.exitCode = 2;
void run(process.argv.slice(2), input).then(({ code, output, problem }) => {
  process.stdout.write(output);
  process.stderr.write(problem);
  process.exitCode = code;
});
