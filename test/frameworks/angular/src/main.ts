// Angular's own command links its libraries; a plain bundler leaves that to the compiler at run time.
import '@angular/compiler';
import { provideZonelessChangeDetection } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { App } from './app.js';

void bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });
