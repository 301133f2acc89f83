import { type ArgumentMetadata, Injectable, type OnModuleInit, type PipeTransform } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { getMetadataStorage } from 'class-validator';
import { compileDto, type Compiled, type DtoClass } from './compile-dto.js';

/** Validates bodies and queries against their DTO class. Path parameters and custom decorators pass untouched. */
@Injectable()
export class CompiledValidationPipe implements PipeTransform, OnModuleInit {
  private readonly compiled = new Map<DtoClass, Compiled>();

  constructor(private readonly modules: ModulesContainer) {}

  /** Compiles the DTOs of all routes, so that an unsupported decorator stops the boot. */
  onModuleInit(): void {
    for (const { controllers } of this.modules.values()) {
      for (const { metatype } of controllers.values()) {
        if (typeof metatype === 'function') dtosOf(metatype.prototype as object).forEach((dto) => this.of(dto));
      }
    }
  }

  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if ((type !== 'body' && type !== 'query') || !isDtoClass(metatype)) return value;
    // A missing body counts as an empty one.
    return this.of(metatype)(value ?? {}, type);
  }

  private of(dto: DtoClass): Compiled {
    let compiled = this.compiled.get(dto);
    if (!compiled) {
      compiled = compileDto(dto);
      this.compiled.set(dto, compiled);
    }
    return compiled;
  }
}

const BUILT_IN = new Set<unknown>([String, Number, Boolean, Array, Object, Date, Buffer]);

function isDtoClass(type: unknown): type is DtoClass {
  return typeof type === 'function' && !BUILT_IN.has(type);
}

function dtosOf(prototype: object): DtoClass[] {
  return Object.getOwnPropertyNames(prototype)
    .flatMap((method) => (Reflect.getMetadata('design:paramtypes', prototype, method) as unknown[] | undefined) ?? [])
    .filter(isDtoClass)
    .filter((type) => getMetadataStorage().getTargetValidationMetadatas(type, '', false, false).length > 0);
}
