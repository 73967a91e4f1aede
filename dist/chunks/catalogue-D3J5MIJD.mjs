import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{catalogue}from"./chunk-E6BRPRMI.mjs";import"./chunk-PYWFNART.mjs";import"./chunk-VU72AMH5.mjs";export{catalogue};
