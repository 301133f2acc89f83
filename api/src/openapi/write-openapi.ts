import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { stringify } from 'yaml';
import { AppModule } from '../app.module.js';
import { openApiDocument } from './document.js';

/** Writes the document to a file, without a database: `node dist/modules/openapi/write-openapi.js ../openapi.yml`. */
const app = await NestFactory.create(AppModule.forRole('server'), new FastifyAdapter(), {
  preview: true,
  logger: false,
});
await writeFile(
  process.argv[2] ?? 'openapi.yml',
  stringify(openApiDocument(app), { aliasDuplicateObjects: false, lineWidth: 120 }),
);
