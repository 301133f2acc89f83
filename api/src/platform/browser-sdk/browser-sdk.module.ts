import { Module } from '@nestjs/common';
import { BrowserSdkController } from './browser-sdk.controller.js';

@Module({ controllers: [BrowserSdkController] })
export class BrowserSdkModule {}
