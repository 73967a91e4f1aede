import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{catalogue}from"./chunk-SOHO6URV.mjs";import"./chunk-PYWFNART.mjs";import"./chunk-VU72AMH5.mjs";export{catalogue};
