import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{catalogue}from"./chunk-NP4JFDI2.mjs";import"./chunk-E2RUFVE4.mjs";import"./chunk-EY3XHRMI.mjs";import"./chunk-VU72AMH5.mjs";export{catalogue};
