import{createRequire as $r}from"node:module";const require=$r(import.meta.url);
import{catalogue}from"./chunk-25SUPT5P.mjs";import"./chunk-K2MODA57.mjs";import"./chunk-7WNCF7PP.mjs";import"./chunk-EY3XHRMI.mjs";import"./chunk-VU72AMH5.mjs";export{catalogue};
