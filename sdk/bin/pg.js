#!/usr/bin/env node
import '../dist/pg.js';
